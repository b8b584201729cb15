"""Language analysis of posts: parsing, sentences, questions, quotations, and cues."""
