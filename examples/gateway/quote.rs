//! One line of the feed: `SYMBOL,SIDE,PRICE,QTY`, and what can be wrong with it.

use std::fmt;

/// Longest valid line, in bytes. A longer one is malformed, so a feed cannot make the reader's buffer grow.
pub(crate) const MAX_LINE: usize = 256;
/// Longest symbol, in bytes; short enough to travel by value.
const MAX_SYMBOL: usize = 12;
/// Digits that a price may have after the decimal point.
const DECIMALS: u32 = 4;
/// Ticks in one unit of price: prices are whole numbers of 0.0001 from here on.
const TICKS_PER_UNIT: u64 = 10_u64.pow(DECIMALS);

/// An accepted line. Small, `Copy` and without a heap part, as a message between threads should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Quote {
    pub(crate) symbol: Symbol,
    pub(crate) side: Side,
    pub(crate) price: Price,
    pub(crate) quantity: u32,
}

/// The name of an instrument: 1 to 12 of `A-Z a-z 0-9 . - _ /`, kept inline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Symbol([u8; MAX_SYMBOL]);

/// Whether the quote buys or sells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    Buy,
    Sell,
}

/// A price in ticks of 0.0001.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Price(pub(crate) u64);

/// Why a line was not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ParseError {
    TooLong,
    Fields(usize),
    Symbol,
    Side,
    Price,
    Quantity,
}

/// Reads one line without its newline: a quote, or `None` for a blank line or a comment.
///
/// # Errors
/// Which part of the line is wrong. No input makes it panic.
pub(crate) fn parse(line: &[u8]) -> Result<Option<Quote>, ParseError> {
    if line.len() > MAX_LINE {
        return Err(ParseError::TooLong);
    }
    let line = line.trim_ascii();
    if line.is_empty() || line.starts_with(b"#") {
        return Ok(None);
    }
    let mut fields = line.split(|&byte| byte == b',').map(<[u8]>::trim_ascii);
    let mut next = || fields.next();
    let (Some(symbol), Some(side), Some(price), Some(quantity), None) = (next(), next(), next(), next(), next()) else {
        return Err(ParseError::Fields(line.split(|&byte| byte == b',').count()));
    };
    Ok(Some(Quote {
        symbol: Symbol::parse(symbol).ok_or(ParseError::Symbol)?,
        side: Side::parse(side).ok_or(ParseError::Side)?,
        price: Price::parse(price).ok_or(ParseError::Price)?,
        quantity: parse_quantity(quantity).ok_or(ParseError::Quantity)?,
    }))
}

impl Symbol {
    fn parse(text: &[u8]) -> Option<Self> {
        let allowed = |byte: &u8| byte.is_ascii_alphanumeric() || b".-_/".contains(byte);
        if text.is_empty() || !text.iter().all(allowed) {
            return None;
        }
        let mut name = [0; MAX_SYMBOL];
        name.get_mut(..text.len())?.copy_from_slice(text);
        Some(Self(name))
    }
}

impl Side {
    fn parse(text: &[u8]) -> Option<Self> {
        match text {
            b"B" => Some(Self::Buy),
            b"S" => Some(Self::Sell),
            _ => None,
        }
    }
}

impl Price {
    fn parse(text: &[u8]) -> Option<Self> {
        let mut parts = text.splitn(2, |&byte| byte == b'.');
        let units = parse_digits(parts.next()?)?;
        let ticks = parts.next().map_or(Some(0), parse_fraction)?;
        let price = units.checked_mul(TICKS_PER_UNIT)?.checked_add(ticks)?;
        (price > 0).then_some(Self(price))
    }
}

/// `5` is 5,000 ticks, `25` is 2,500, `0001` is one.
fn parse_fraction(text: &[u8]) -> Option<u64> {
    let missing = DECIMALS.checked_sub(u32::try_from(text.len()).ok()?)?;
    Some(parse_digits(text)? * 10_u64.pow(missing))
}

fn parse_quantity(text: &[u8]) -> Option<u32> {
    let quantity = u32::try_from(parse_digits(text)?).ok()?;
    (quantity > 0).then_some(quantity)
}

/// Digits and nothing else: no sign, no space, not empty, no overflow.
fn parse_digits(text: &[u8]) -> Option<u64> {
    let digit = |byte: &u8| byte.is_ascii_digit().then(|| u64::from(byte - b'0'));
    let (first, rest) = text.split_first()?;
    rest.iter().try_fold(digit(first)?, |number, byte| number.checked_mul(10)?.checked_add(digit(byte)?))
}

/// The same line again in one canonical spelling, so that a journal can be fed back.
impl fmt::Display for Quote {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { symbol, side, price, quantity } = self;
        write!(f, "{symbol},{side},{price},{quantity}")
    }
}

impl fmt::Display for Symbol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let length = self.0.iter().position(|&byte| byte == 0).unwrap_or(MAX_SYMBOL);
        f.pad(std::str::from_utf8(&self.0[..length]).unwrap_or("?"))
    }
}

impl fmt::Display for Side {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Buy => "B",
            Self::Sell => "S",
        })
    }
}

/// At least two digits after the decimal point, more only where they are not zero.
impl fmt::Display for Price {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (units, ticks) = (self.0 / TICKS_PER_UNIT, self.0 % TICKS_PER_UNIT);
        match ticks {
            _ if ticks % 100 == 0 => write!(f, "{units}.{:02}", ticks / 100),
            _ if ticks % 10 == 0 => write!(f, "{units}.{:03}", ticks / 10),
            _ => write!(f, "{units}.{ticks:04}"),
        }
    }
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLong => write!(f, "longer than {MAX_LINE} bytes"),
            Self::Fields(1) => f.write_str("1 field instead of SYMBOL,SIDE,PRICE,QTY"),
            Self::Fields(found) => write!(f, "{found} fields instead of SYMBOL,SIDE,PRICE,QTY"),
            Self::Symbol => write!(f, "the symbol is not 1 to {MAX_SYMBOL} of A-Z a-z 0-9 . - _ /"),
            Self::Side => f.write_str("the side is neither B nor S"),
            Self::Price => write!(f, "the price is not a positive number with up to {DECIMALS} decimals"),
            Self::Quantity => write!(f, "the quantity is not a whole number from 1 to {}", u32::MAX),
        }
    }
}

impl std::error::Error for ParseError {}
