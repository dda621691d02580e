"""How many incidents of what kind where and when: asked of columns in memory, kept in step with the store."""
