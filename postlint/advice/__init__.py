"""What to try: advice made of the draft's own words and the author's profile."""

from postlint.advice.advice import DRAFT_FIELDS, Advice, choose
from postlint.advice.subject import Subject, find_subject

__all__ = ["DRAFT_FIELDS", "Advice", "Subject", "choose", "find_subject"]
