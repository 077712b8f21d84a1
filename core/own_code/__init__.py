"""Somebody's own Classifier and BCE, run beside the real ones: what `check_gradient.py` is made from.
It is downloaded as one file, for any Python from 3.9 on: no newer syntax, and nothing but numpy."""
