"""What an operator needs: health, masking of logs, the address, the SQLite backend."""
