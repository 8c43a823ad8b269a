"""What is said when a definition file cannot be read: one class for each cause, each with its own sentence.

The codes are stable, for programs. `detail` is for whoever helps: the place or value that did not fit, in English.
"""

from typing import ClassVar

from afas_assistant.errors import ConfigurationError, Who
from afas_assistant.texts import Text, joined, literal, phrase

_SEND_AGAIN = phrase("Ask the vendor to send the file again, inside a ZIP.")


class DefinitionFileError(ConfigurationError):
    """A file, or a place where files were looked for, that yields no definition."""

    CODE: ClassVar[str]
    TITLE: ClassVar[Text]
    EXPLANATION: ClassVar[Text]
    ACTION: ClassVar[Text] = _SEND_AGAIN
    WHO: ClassVar[Who] = Who.VENDOR

    def __init__(self, detail: str = "") -> None:
        super().__init__(
            self.CODE,
            title=self.TITLE,
            explanation=joined(self.EXPLANATION, literal(f"({detail})")) if detail else self.EXPLANATION,
            action=self.ACTION,
            who=self.WHO,
        )
        self.detail = detail


class IsZipError(DefinitionFileError):
    """A ZIP where one definition file was wanted."""

    CODE = "is_zip"
    TITLE = phrase("This is a ZIP, not a single definition file.")
    EXPLANATION = phrase("Vendors pack their definition files in a ZIP so that e-mail leaves them whole.")
    ACTION = phrase("Open it as a ZIP, or unpack it first: the definition files are inside.")
    WHO = Who.YOU


class NotDefinitionFileError(DefinitionFileError):
    """Something else altogether."""

    CODE = "not_gcn"
    TITLE = phrase("This is not a definition file of AFAS.")
    EXPLANATION = phrase("It does not begin as an export of a GetConnector begins.")
    ACTION = phrase("Look whether the right file was chosen; if it came like this, ask the vendor for the export.")
    WHO = Who.YOU


class OtherProgramError(DefinitionFileError):
    """A model of gEcon, an economics program whose files end in .gcn as well."""

    CODE = "other_program"
    TITLE = phrase("This file belongs to another program.")
    EXPLANATION = phrase("It is a model of gEcon, a program for economists that uses the same ending, .gcn.")
    ACTION = phrase("Choose the file that was exported from AFAS Profit.")
    WHO = Who.YOU


class TextMangledError(DefinitionFileError):
    """Sent or stored as if it were text: bytes were replaced, and nothing brings them back."""

    CODE = "text_mangled"
    TITLE = phrase("This file was damaged in transit: ask for it again inside a ZIP.")
    EXPLANATION = phrase(
        "Somewhere on its way (e-mail, an editor, version control) it was treated as text, which replaced parts of it. "
        "It cannot be repaired, and AFAS cannot import it either."
    )


class TruncatedError(DefinitionFileError):
    """The file ends before what it announces is there."""

    CODE = "truncated"
    TITLE = phrase("The end of this file is missing.")
    EXPLANATION = phrase("It begins as a definition file and then stops: a download or a copy was probably broken off.")
    ACTION = phrase("Copy or download it once more; if it stays like this, ask the vendor for it again, inside a ZIP.")
    WHO = Who.YOU


class TrailingDataError(DefinitionFileError):
    """A whole definition, and then more."""

    CODE = "trailing_data"
    TITLE = phrase("This file goes on after its end.")
    EXPLANATION = phrase("The definition in it is whole, but something was stuck to it that does not belong there.")


class UnknownTypeError(DefinitionFileError):
    """A value of a kind that no known definition file holds."""

    CODE = "unknown_type"
    TITLE = phrase("This file holds a kind of value that this program does not know.")
    EXPLANATION = phrase("Either it is damaged, or AFAS has begun to write such files in another way.")
    ACTION = phrase(
        "Ask for the file again, inside a ZIP. If that says the same, send it to the makers of this program."
    )


class BadZipError(DefinitionFileError):
    """A ZIP, or the ZIP inside a definition file, that cannot be unpacked whole."""

    CODE = "bad_zip"
    TITLE = phrase("What is packed in this file cannot be unpacked.")
    EXPLANATION = phrase("A part of it is damaged: its own check sum, or the list of what is inside, does not agree.")


class TooLargeError(DefinitionFileError):
    """More than any real definition file holds: a mistake, or meant to exhaust the computer."""

    CODE = "too_large"
    TITLE = phrase("This file is far larger than a definition file can be.")
    EXPLANATION = phrase("Reading was stopped to protect this computer; nothing of it was used.")
    ACTION = phrase("Do not import it. Ask the vendor what this file is.")


class UnknownPayloadError(DefinitionFileError):
    """A generation of files that did not exist when this was written."""

    CODE = "unknown_payload"
    TITLE = phrase("This version of the program does not know this generation of definition files.")
    EXPLANATION = phrase("AFAS changes the form now and then; known are the forms 5, 7 and 8.")
    ACTION = phrase("Install the newest version of AFAS Assistant. If it says the same, send the file to its makers.")
    WHO = Who.US


class BadStructureError(DefinitionFileError):
    """Readable piece by piece, but the pieces do not stand where a definition has them."""

    CODE = "bad_structure"
    TITLE = phrase("This file is not built as a definition file is.")
    EXPLANATION = phrase("Its parts can be read, but they do not make up a GetConnector.")


class BadRowError(DefinitionFileError):
    """One of the lines that describe a field cannot be read."""

    CODE = "bad_row"
    TITLE = phrase("The description of a field in this file cannot be read.")
    EXPLANATION = phrase("A line of the definition is not written as AFAS writes them.")


class BadEscapeError(DefinitionFileError):
    """A mark for a special character that stands for none."""

    CODE = "bad_escape"
    TITLE = phrase("A text in this file cannot be read.")
    EXPLANATION = phrase("It holds a mark for a special character that stands for no character.")


class BadTokenError(DefinitionFileError):
    """A piece of the text form that is no value."""

    CODE = "bad_token"
    TITLE = phrase("A value in this file cannot be read.")
    EXPLANATION = phrase("It is neither a number, a date, a text nor a yes or no.")


class BadFilterError(DefinitionFileError):
    """The filters cannot be read: what they hide would stay unknown, so the file is refused."""

    CODE = "bad_filter"
    TITLE = phrase("The filters in this file cannot be read.")
    EXPLANATION = phrase(
        "Filters decide which rows are left out, so a definition without them would tell half a story."
    )


class FileGoneError(DefinitionFileError):
    """Not there, or no longer."""

    CODE = "file_gone"
    TITLE = phrase("This file is not there, or no longer.")
    EXPLANATION = phrase("It may have been moved, renamed or deleted, or its disk was taken out.")
    ACTION = phrase("Choose it again in the place where it is now.")
    WHO = Who.YOU


class FileUnreadableError(DefinitionFileError):
    """There, but it cannot be opened."""

    CODE = "file_unreadable"
    TITLE = phrase("This file cannot be opened.")
    EXPLANATION = phrase("Your account may not read it, another program holds it, or the disk does not answer.")
    ACTION = phrase("Copy it to a folder of your own and choose it there.")
    WHO = Who.YOU


class FolderUnreadableError(DefinitionFileError):
    """A folder whose list of files is refused; what else was chosen is read all the same."""

    CODE = "folder_unreadable"
    TITLE = phrase("This folder cannot be opened.")
    EXPLANATION = phrase("Your account may not see what is in it, so definition files there were not read.")
    ACTION = phrase("Ask for the right to read it, or copy the definition files to a folder of your own.")
    WHO = Who.YOU


class NothingInsideError(DefinitionFileError):
    """A ZIP or folder that was chosen and holds no definition file."""

    CODE = "nothing_inside"
    TITLE = phrase("There is no definition file inside.")
    EXPLANATION = phrase("No file in it has a name that ends in .gcn.")
    ACTION = phrase("Choose the folder or ZIP with the vendor's definition files.")
    WHO = Who.YOU


class TooManyFilesError(DefinitionFileError):
    """A ZIP with more files than any set of definitions has."""

    CODE = "too_many_files"
    TITLE = phrase("This ZIP holds too many files.")
    EXPLANATION = phrase(
        "A set of definition files counts a few dozen; this one was left closed to protect this computer."
    )
    ACTION = phrase("Unpack the definition files and choose their folder.")
    WHO = Who.YOU


class NestedTooDeepError(DefinitionFileError):
    """A ZIP inside a ZIP inside a ZIP."""

    CODE = "nested_too_deep"
    TITLE = phrase("This ZIP lies too deep inside other ZIPs.")
    EXPLANATION = phrase("A ZIP inside a ZIP is still opened; deeper ones are not.")
    ACTION = phrase("Unpack the outer ZIP and choose this one.")
    WHO = Who.YOU


class EncryptedZipError(DefinitionFileError):
    """A ZIP with a password."""

    CODE = "encrypted_zip"
    TITLE = phrase("This ZIP is locked with a password.")
    EXPLANATION = phrase("The files inside cannot be read without it, and AFAS Assistant does not ask for it.")
    ACTION = phrase("Unpack it with the password that the vendor gave, and choose the files.")
    WHO = Who.YOU
