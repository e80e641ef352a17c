"""The doctor: reads the tables with SQL of its own, no code of the rooms, and names whatever breaks a promise."""

from niaga.cli.doctor.checks import CHECKS, Check
from niaga.cli.doctor.report import Report, Violation, doctor_report, run_checks

__all__ = ["CHECKS", "Check", "Report", "Violation", "doctor_report", "run_checks"]
