using Enas.Pipeline.Messages;
using Enas.Pipeline.Tasks.Folders;

namespace Enas.Pipeline.Tasks.Images;

/// <summary>
/// The lines of a text of numbers, one after the other: no more of a file is held than a line, and a line has a limit, so what unpacks to
/// anything does not fill the memory. A line ends with a line feed, a carriage return or both; a byte order mark at the start is passed
/// over, and a file in another encoding than UTF-8 is refused by its name.
/// </summary>
internal sealed class CsvLines(PackedFile file)
{
    /// <summary>More than the numbers of the largest image that is read.</summary>
    private const int MostLineBytes = 1 << 23;
    private byte[] _buffer = new byte[1 << 16];
    private int _start;
    private int _end;
    private bool _isWhole;
    private bool _isBegun;
    private bool _endedWithReturn;

    /// <summary>The number of the line that was given last, from 1.</summary>
    public int Number { get; private set; }

    /// <summary>The next line without what ends it; valid until the one after.</summary>
    public bool Next(out ReadOnlySpan<byte> line)
    {
        PassOverSecondHalf();
        int length;
        while ((length = _buffer.AsSpan(_start, _end - _start).IndexOfAny((byte)'\n', (byte)'\r')) < 0 && !_isWhole)
        {
            Fill();
        }

        if (length < 0 && _start == _end)
        {
            line = default;
            return false;
        }

        var text = _buffer.AsSpan(_start, length < 0 ? _end - _start : length);
        _endedWithReturn = length >= 0 && _buffer[_start + length] == (byte)'\r';
        _start += text.Length + (length < 0 ? 0 : 1);
        line = ++Number == 1 && text.StartsWith("\uFEFF"u8) ? text[3..] : text;
        return true;
    }

    /// <summary>A line feed behind the carriage return that ended the last line ends no line of its own.</summary>
    private void PassOverSecondHalf()
    {
        if (!_endedWithReturn)
        {
            return;
        }

        if (_start == _end && !_isWhole)
        {
            Fill();
        }

        _start += _start < _end && _buffer[_start] == (byte)'\n' ? 1 : 0;
        _endedWithReturn = false;
    }

    private void Fill()
    {
        var held = _end - _start;
        if (held >= MostLineBytes)
        {
            throw FolderFiles.Unusable($"{ForeignText.Shown(file.Path)}:{Number + 1}: the line has more than {MostLineBytes} bytes; "
                + $"the largest image here has {ImageResize.LargestSide}x{ImageResize.LargestSide} pixels. The file holds something else.");
        }

        var target = held > _buffer.Length / 2 ? new byte[_buffer.Length * 2] : _buffer;
        _buffer.AsSpan(_start, held).CopyTo(target);
        (_buffer, _start) = (target, 0);
        var read = file.Read(_buffer.AsSpan(held));
        _end = held + read;
        _isWhole = _end < _buffer.Length;
        if (!_isBegun)
        {
            TextEncodings.Refuse(file.Path, _buffer.AsSpan(0, _end));
            _isBegun = true;
        }
    }
}
