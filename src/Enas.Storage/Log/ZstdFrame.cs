using System.Buffers.Binary;

namespace Enas.Storage;

/// <summary>
/// An upper bound of what a Zstandard frame decodes to, from the headers of its blocks (RFC 8878, sections 3.1.1 and 3.1.1.2): the codec
/// decodes a frame to its end whatever the page says, and a block of four bytes can stand for 128 KiB.
/// </summary>
internal static class ZstdFrame
{
    private const uint Magic = 0xFD2FB528;
    private const int LargestBlock = 128 << 10;
    private const int BlockHeaderBytes = 3;
    private const int ChecksumBytes = 4;

    /// <exception cref="InvalidDataException">It is not one whole frame.</exception>
    public static long MostDecodedBytes(ReadOnlySpan<byte> frame)
    {
        if (frame.Length < sizeof(uint) + 1 || BinaryPrimitives.ReadUInt32LittleEndian(frame) != Magic)
        {
            throw new InvalidDataException("a page is not compressed as it should be");
        }

        var descriptor = frame[sizeof(uint)];
        var at = sizeof(uint) + 1 + HeaderBytes(descriptor);
        var total = 0L;
        for (var last = false; !last;)
        {
            if (at + BlockHeaderBytes > frame.Length)
            {
                throw new InvalidDataException("a page ends within a block");
            }

            var header = frame[at] | (frame[at + 1] << 8) | (frame[at + 2] << 16);
            last = (header & 1) != 0;
            var (type, size) = ((header >> 1) & 3, header >> 3);
            total += Math.Min(type == 2 ? LargestBlock : size, LargestBlock);
            at += BlockHeaderBytes + (type == 1 ? 1 : size);
        }

        at += (descriptor & 4) != 0 ? ChecksumBytes : 0;
        return at == frame.Length ? total : throw new InvalidDataException("a page is not one frame");
    }

    // What follows the descriptor: window, dictionary and content size, each there or not.
    private static int HeaderBytes(byte descriptor)
    {
        var singleSegment = (descriptor & 0x20) != 0;
        var contentSize = (descriptor >> 6) switch { 0 => singleSegment ? 1 : 0, 1 => 2, 2 => 4, _ => 8 };
        var dictionary = (descriptor & 3) switch { 0 => 0, 1 => 1, 2 => 2, _ => 4 };
        return (singleSegment ? 0 : 1) + dictionary + contentSize;
    }
}
