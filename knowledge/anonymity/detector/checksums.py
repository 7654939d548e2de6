"""Check digits of German numbers. Pure module; every function takes digits (or letters) without spaces."""

__all__ = ["is_iban", "is_tax_id", "is_vat_id"]


def is_iban(value: str) -> bool:
    """ISO 13616: mod 97 over the rearranged characters is 1."""
    if len(value) < 15 or not value[:2].isalpha() or not value[2:4].isdigit():
        return False
    rearranged = value[4:] + value[:4]
    if not rearranged.isalnum() or not rearranged.isascii():
        return False
    return int("".join(str(int(character, 36)) for character in rearranged)) % 97 == 1


def _iso7064(digits: str) -> int:
    product = 10
    for digit in digits:
        total = (int(digit) + product) % 10 or 10
        product = total * 2 % 11
    return (11 - product) % 10


def is_tax_id(value: str) -> bool:
    """German tax identification number: 11 digits, no leading 0, one digit repeated, ISO 7064 mod 11,10."""
    if len(value) != 11 or not value.isdigit() or not value.isascii() or value[0] == "0":
        return False
    repeated = [count for count in (value[:10].count(digit) for digit in set(value[:10])) if count > 1]
    return len(repeated) == 1 and repeated[0] in {2, 3} and _iso7064(value[:10]) == int(value[10])


def is_vat_id(value: str) -> bool:
    """German VAT number: DE and nine digits, ISO 7064 mod 11,10."""
    digits = value.removeprefix("DE")
    return (
        len(digits) == 9 and digits.isdigit() and digits.isascii() and _iso7064(digits[:8]) == int(digits[8])
    )
