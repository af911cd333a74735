"""From policy to sales: Rasa's custom actions, one file per noun, each thin."""
