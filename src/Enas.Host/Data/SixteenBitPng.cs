using System.Buffers.Binary;
using System.IO.Compression;
using Enas.Pipeline.Tasks.Folders;

namespace Enas.Host.Data;

/// <summary>
/// Decodes PNG of 16 bits a sample, rounding each to the nearest of 8 bits: v * 255 / 65535. Skia drops the lower byte instead, which makes
/// black of whatever is darker than 1/256.
/// </summary>
/// <remarks>As in the PNG specification (ISO/IEC 15948), sections 9 and 10. Interlaced files are refused; they are read
/// in seven passes.</remarks>
internal static class SixteenBitPng
{
    private const int ChunkFrame = 12;

    /// <summary>The pixels, four bytes each: red, green, blue, alpha.</summary>
    /// <exception cref="DataException">The file is damaged, incomplete, interlaced or has a transparent colour.</exception>
    public static byte[] Decode(byte[] bytes, PngHeader header, string path)
    {
        if (header.IsInterlaced)
        {
            throw SkiaImageDecoder.Unusable(
                path, "the image has 16 bits and is interlaced, which is not read; save it without interlacing");
        }

        using var packed = PixelData(bytes, path);
        using var content = new ZLibStream(packed, CompressionMode.Decompress);
        var stride = header.Samples * 2;
        var (row, above) = (new byte[header.Width * stride], new byte[header.Width * stride]);
        var pixels = new byte[checked(header.Height * header.Width * 4)];
        try
        {
            for (var y = 0; y < header.Height; y++)
            {
                var filter = content.ReadByte();
                content.ReadExactly(row);
                Unfilter(filter, row, above, stride, path);
                Round(row, header, pixels.AsSpan(y * header.Width * 4));
                (row, above) = (above, row);
            }
        }
        catch (Exception error) when (error is EndOfStreamException or InvalidDataException)
        {
            throw SkiaImageDecoder.Unusable(path, "the image is incomplete or damaged: its rows end too early");
        }

        return pixels;
    }

    private static MemoryStream PixelData(byte[] bytes, string path)
    {
        var data = new MemoryStream();
        for (var at = 8; at + ChunkFrame <= bytes.Length;)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(at));
            var type = bytes.AsSpan(at + 4, 4);
            if (length > bytes.Length - at - ChunkFrame)
            {
                throw SkiaImageDecoder.Unusable(path, "the image is incomplete: the file ends too early");
            }

            if (type.SequenceEqual("tRNS"u8))
            {
                throw SkiaImageDecoder.Unusable(
                    path, "the image has a transparent colour, and what stands behind it is not known; flatten it onto a background first");
            }

            if (type.SequenceEqual("IDAT"u8))
            {
                data.Write(bytes, at + 8, (int)length);
            }

            at += (int)length + ChunkFrame;
        }

        data.Position = 0;
        return data;
    }

    private static void Unfilter(int filter, byte[] row, byte[] above, int stride, string path)
    {
        if (filter is < 0 or > 4)
        {
            throw SkiaImageDecoder.Unusable(path, "the image is incomplete or damaged: a row has a filter that PNG does not know");
        }

        for (var i = 0; i < row.Length; i++)
        {
            var (left, up, corner) = (i < stride ? 0 : row[i - stride], above[i], i < stride ? 0 : above[i - stride]);
            row[i] += filter switch
            {
                1 => (byte)left,
                2 => (byte)up,
                3 => (byte)((left + up) / 2),
                4 => Paeth(left, up, corner),
                _ => 0,
            };
        }
    }

    private static byte Paeth(int left, int up, int corner)
    {
        var (toLeft, toUp, toCorner) = (Math.Abs(up - corner), Math.Abs(left - corner), Math.Abs(left + up - (2 * corner)));
        return (byte)(toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner);
    }

    private static void Round(byte[] row, PngHeader header, Span<byte> pixels)
    {
        for (var x = 0; x < header.Width; x++)
        {
            var samples = row.AsSpan(x * header.Samples * 2);
            var colours = header.IsGrey ? 1 : 3;
            for (var channel = 0; channel < 3; channel++)
            {
                pixels[(x * 4) + channel] = Sample(samples, Math.Min(channel, colours - 1));
            }

            // One alpha of less than all is transparent, however little: it is not rounded up to opaque.
            var isOpaque = !header.HasAlpha || BinaryPrimitives.ReadUInt16BigEndian(samples[(colours * 2)..]) == ushort.MaxValue;
            pixels[(x * 4) + 3] = isOpaque ? byte.MaxValue : (byte)0;
        }
    }

    private static byte Sample(ReadOnlySpan<byte> samples, int index) =>
        Nearest(BinaryPrimitives.ReadUInt16BigEndian(samples[(index * 2)..]), ushort.MaxValue);

    /// <summary>A sample of 0 to <paramref name="most"/> as one of 0 to 255, rounded to the nearest.</summary>
    internal static byte Nearest(int value, int most) => (byte)((((long)value * byte.MaxValue * 2) + most) / (2L * most));
}
