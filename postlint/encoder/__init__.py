"""A small neural network that reads posts and their sentences."""
