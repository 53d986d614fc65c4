using System.Globalization;
using Enas.Pipeline.Ports;

namespace Enas.Host.Data;

/// <summary>
/// Portable pixmaps (PPM) and greymaps (PGM) in their binary forms P6 and P5, in which the German traffic signs are published: a few
/// numbers as text, then samples of one or two bytes.
/// </summary>
internal static class PortablePixmap
{
    /// <summary>Bytes among which the header is looked for; comments can make it longer than its numbers.</summary>
    public const int MostHeader = 4096;

    private const int MostSide = 1 << 20;

    public static bool Is(ReadOnlySpan<byte> bytes) => bytes is [(byte)'P', (byte)'5' or (byte)'6', ..];

    /// <summary>The size that the first bytes of a file say.</summary>
    public static ImageHeader ReadHeader(ReadOnlySpan<byte> bytes, string path)
    {
        var at = 2;
        var (width, height) = (Number(bytes, ref at, MostSide, path), Number(bytes, ref at, MostSide, path));
        return new ImageHeader(height, width);
    }

    /// <summary>The image of a whole file.</summary>
    public static DecodedImage Decode(byte[] bytes, string path)
    {
        var at = 2;
        var (width, height) = (Number(bytes, ref at, MostSide, path), Number(bytes, ref at, MostSide, path));
        var most = Number(bytes, ref at, ushort.MaxValue, path);
        at++;
        var (channels, sampleBytes, plane) = (bytes[1] == (byte)'6' ? 3 : 1, most > byte.MaxValue ? 2 : 1, (long)height * width);
        if (bytes.LongLength - at != plane * channels * sampleBytes)
        {
            throw SkiaImageDecoder.Unusable(path, string.Create(CultureInfo.InvariantCulture, $"the header "
                + $"says {height}x{width} pixels, that is {plane * channels * sampleBytes} bytes; there are {bytes.LongLength - at}"));
        }

        var pixels = new byte[plane * channels];
        for (var i = 0; i < pixels.Length; i++)
        {
            var place = at + ((((i % (int)plane) * channels) + (i / (int)plane)) * sampleBytes);
            var value = sampleBytes == 1 ? bytes[place] : (bytes[place] << 8) + bytes[place + 1];
            pixels[i] = value <= most ? SixteenBitPng.Nearest(value, most)
                : throw SkiaImageDecoder.Unusable(path, $"a sample is {value}; the header says that {most} is the most");
        }

        return new DecodedImage(channels, height, width, pixels) { Done = sampleBytes == 1 ? [] : ["16-bit images rounded to 8 bits"] };
    }

    private static int Number(ReadOnlySpan<byte> bytes, ref int at, int most, string path)
    {
        while (at < bytes.Length && (char.IsWhiteSpace((char)bytes[at]) || bytes[at] == (byte)'#'))
        {
            // A comment ends with its line.
            at = bytes[at] == (byte)'#' && bytes[at..].IndexOf((byte)'\n') is var end and >= 0 ? at + end : at;
            at++;
        }

        var start = at;
        while (at < bytes.Length && char.IsAsciiDigit((char)bytes[at]))
        {
            at++;
        }

        return int.TryParse(bytes[start..at], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number > 0 && number <= most
            ? number
            : throw SkiaImageDecoder.Unusable(path, $"the header of the pixmap is damaged, or a number in it is not 1 to {most}");
    }
}
