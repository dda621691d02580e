"""configs/gridwatch.yaml, a module for each of its topics; `root.Settings` is the whole."""
