"""How much the checks find: on professional translations left alone, and on the same with faults put in.

``python -m benchmarks.quality --tico DIR`` reads the TICO-19 translation memories (CC0) in DIR, as the
project publishes them: ``*.tmx`` or ``*.tmx.zip``, one language pair each. Without DIR only the leaflet
sentences that come with the benchmark are measured. The same seed puts in the same faults.
"""
