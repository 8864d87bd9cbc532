"""Pages of tickets, one module per noun: what the firm's people see and do, and in ``portal`` what clients' people do."""
