"""A district in a box: a scripted world, seen by simulated cameras, so that the truth is known.

`script` says what happens, `world` where everything is at a time, `render` what a camera sees of it,
`truth` what it should have found, `district` writes the configuration that goes with it.
"""
