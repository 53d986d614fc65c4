using System.Buffers.Binary;
using System.IO.Compression;
using SkiaSharp;

namespace Enas.Host.Tests.Data;

/// <summary>Image files made byte by byte where Skia does not write what a test needs.</summary>
internal static class ImageBytes
{
    /// <summary>One colour, by Skia.</summary>
    public static byte[] Encoded(SKEncodedImageFormat format, byte grey, int height = 4, int width = 4)
    {
        using var bitmap = new SKBitmap(width, height);
        bitmap.Erase(new SKColor(grey, grey, grey));
        using var data = bitmap.Encode(format, 100);
        return data.ToArray();
    }

    /// <summary>A PNG of these samples, row after row.</summary>
    /// <param name="width">Pixels of a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="bitDepth">8 or 16.</param>
    /// <param name="colourType">0 grey, 2 colours, 4 grey with alpha, 6 colours with alpha.</param>
    /// <param name="samples">All of them; of a header only, none.</param>
    /// <param name="filter">Of every row; the samples are then what the filter has left.</param>
    public static byte[] Png(int width, int height, int bitDepth, int colourType, ushort[] samples, byte filter = 0)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = ((byte)bitDepth, (byte)colourType);
        var rows = new List<byte>();
        foreach (var row in samples.Chunk(Math.Max(1, samples.Length / height)))
        {
            rows.Add(filter);
            rows.AddRange(row.SelectMany(sample => bitDepth == 16 ? new[] { (byte)(sample >> 8), (byte)sample } : [(byte)sample]));
        }

        return [0x89, 0x50, 0x4E, 0x47,
            0x0D, 0x0A, 0x1A, 0x0A, .. Chunk("IHDR"u8, header), .. Chunk("IDAT"u8, Zlib([.. rows])), .. Chunk("IEND"u8, [])];
    }

    /// <summary>A JPEG of 16x16, white in its upper left quarter and black elsewhere, that says how the camera was held.</summary>
    public static byte[] Jpeg(int orientation)
    {
        using var bitmap = new SKBitmap(16, 24);
        bitmap.Erase(SKColors.Black);
        for (var i = 0; i < 64; i++)
        {
            bitmap.SetPixel(i % 8, i / 8, SKColors.White);
        }

        using var data = bitmap.Encode(SKEncodedImageFormat.Jpeg, 100);
        var plain = data.ToArray();
        byte[] exif =
        [
            0xFF, 0xE1, 0, 34, .. "Exif\0\0"u8, .. "II*\0"u8, 8, 0, 0, 0, 1, 0,
            0x12, 0x01, 3, 0, 1, 0, 0, 0, (byte)orientation, 0, 0, 0, 0, 0, 0, 0,
        ];
        return [.. plain[..2], .. exif, .. plain[2..]];
    }

    /// <summary>A GIF of so many frames of 2x1, drawn by hand: a red and a blue pixel.</summary>
    public static byte[] Gif(int frames)
    {
        byte[] frame = [0x21, 0xF9, 4, 0, 10, 0, 0, 0, 0x2C, 0, 0, 0, 0, 2, 0, 1, 0, 0, 2, 2, 0x44, 0x0A, 0];
        return [.. "GIF89a"u8, 2, 0, 1,
            0, 0x80, 0, 0, 255, 0, 0, 0, 0, 255, .. Enumerable.Repeat(frame, frames).SelectMany(bytes => bytes), 0x3B];
    }

    public static byte[] Gzip(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var stream = new GZipStream(packed, CompressionLevel.Fastest))
        {
            stream.Write(bytes);
        }

        return packed.ToArray();
    }

    private static byte[] Zlib(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var stream = new ZLibStream(packed, CompressionLevel.Fastest))
        {
            stream.Write(bytes);
        }

        return packed.ToArray();
    }

    private static byte[] Chunk(ReadOnlySpan<byte> type, byte[] content)
    {
        byte[] named = [.. type, .. content];
        var crc = uint.MaxValue;
        foreach (var value in named)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ ((crc & 1) * 0xEDB88320);
            }
        }

        byte[] framed = [.. new byte[4], .. named, .. new byte[4]];
        BinaryPrimitives.WriteInt32BigEndian(framed, content.Length);
        BinaryPrimitives.WriteUInt32BigEndian(framed.AsSpan(framed.Length - 4), ~crc);
        return framed;
    }
}
