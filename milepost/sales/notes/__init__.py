"""What a lead's note says beyond its facts: fit and intent, qualification, who decides, the next step."""
