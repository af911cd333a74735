"""What is remembered: tables, one repository per noun, migrations, catalogue files."""
