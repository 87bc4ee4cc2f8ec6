"""Whether two checkouts of Goldilambda give the same answers, byte for byte: `python -m tests.same_bytes OTHER`.

Nothing here imports the app: each checkout's own server is started and asked over HTTP, as any client would.
"""
