"""The mathematics: data, networks, their cost, its minima over lambda. NumPy and the standard library only."""

ENGINE_VERSION = "2"
