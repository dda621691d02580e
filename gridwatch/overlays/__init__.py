"""What the console sets for single cameras of any file: checked, written, applied, taken back."""
