"""The world as a camera sees it: numpy and OpenCV only, no picture files.

`backdrop` makes what stands still once per camera, `figures` know the shapes of things, `raster` turns
shapes into pixels, `renderer` puts a picture together.
"""
