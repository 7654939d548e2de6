"""The search: contract, engines, German language, ranking, views. Read ``contract.py`` first."""
