"""Money moves along one step at a time: ledgers become lines that are held, lines are classified, shares worked out.

Belongs here: the order of the steps, and what reads and writes the store on the way. Does not belong here: rules of
money (domain.money), shapes of files (gateways.ledgers). Who may import it: services, command line.
"""
