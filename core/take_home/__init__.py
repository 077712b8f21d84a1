"""What a visitor takes home of a run: its code, its numbers, and its scenario.
Each is a text, ready to be saved as a file."""
