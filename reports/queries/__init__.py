"""What the pages of reports ask: whose reports one may read, one client's report, and all clients of a manager."""

from reports.queries.client import ClientReport, client_report
from reports.queries.portfolio import Portfolio, Standing, portfolio
from reports.queries.readers import client_for, clients_for

__all__ = ["ClientReport", "Portfolio", "Standing", "client_for", "client_report", "clients_for", "portfolio"]
