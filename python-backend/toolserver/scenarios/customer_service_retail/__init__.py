"""Snowy Peak Boards, a snowboard shop."""
