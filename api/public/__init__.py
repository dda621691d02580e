"""The page about one case for whoever was given its link: stages and times, nothing about persons."""
