"""What postlint takes a post to be: four readings and the relevance score."""
