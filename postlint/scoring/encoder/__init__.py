"""A small neural network that reads posts: word pieces in, log odds of labels out."""
