"""The only place that knows everyone: command line, wiring, pipeline, workbench, simulator."""
