"""Run sheets and session plans: clock times, quantities, what goes wrong."""
