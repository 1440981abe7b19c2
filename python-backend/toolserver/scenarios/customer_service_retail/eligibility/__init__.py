"""May this be returned? Judged by a model or by rules, and bounded by a guard neither can overrule."""
