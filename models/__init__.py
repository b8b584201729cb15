"""What postlint learned, what it learned from, and how to train it again."""
