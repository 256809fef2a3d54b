"""From facts to values: definitions compiled to SQL, run on DuckDB, and worked out with the domain's statistics.

Who may import it: pipeline.flow, services (to explain a number).
"""
