"""A small transformer encoder that predicts the log odds of labels from word pieces."""
