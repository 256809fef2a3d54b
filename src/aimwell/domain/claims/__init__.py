"""What a board paper claims of its place, and whether the released figures bear it out.

Belongs here: sentences, the words that make a claim, which measure it is tied to, and the rules of evidence.
Does not belong here: which words mean what (definitions/claims), reading files, wording of reasons, drawing.
Who may import it: catalogue, presentation, services and the front doors.
"""
