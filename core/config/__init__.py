"""The shape of every configuration file. Models only: reading files is `gridwatch.configuration`."""
