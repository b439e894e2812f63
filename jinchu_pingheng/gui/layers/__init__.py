"""图层设置: which layers play which role, and what the county states of roles without one."""
