"""The bridge: settings in, results out. The only place that knows both the engine and the machine."""
