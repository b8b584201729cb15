"""Training models on labeled posts, and measuring how well they predict the labels."""
