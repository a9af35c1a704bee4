"""Floor 2: reads a folder of CSV files into a catalogue, or says everything that is wrong with it."""

from planswitch.catalogue.loading import CatalogueError, Loaded, build, inspect, load
from planswitch.catalogue.problems import Problem

__all__ = ["CatalogueError", "Loaded", "Problem", "build", "inspect", "load"]
