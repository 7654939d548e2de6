"""``manage.py search_...``"""
