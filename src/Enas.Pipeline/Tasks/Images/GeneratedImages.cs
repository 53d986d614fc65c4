using Enas.Pipeline.Numerics;
using Enas.Pipeline.Options;
using Enas.Pipeline.Tasks.Folders;

namespace Enas.Pipeline.Tasks.Images;

/// <summary>
/// The built-in images: a shape or a pattern for each class, of random size, place and colours, under noise. They need no files and are
/// made of integers only. Image i of a set draws from the stream <c>generated-images/SET</c> at step = i; its label is i
/// modulo the classes.
/// </summary>
internal static class GeneratedImages
{
    /// <summary>Classes that there are.</summary>
    public const int MostClasses = 10;

    /// <summary>The smallest side in pixels that shows every class.</summary>
    public const int SmallestSize = 8;

    /// <summary>The most images of a set of a job, however small they are.</summary>
    public const int MostImages = 1_000_000;

    /// <summary>The most pixel values of all sets of a job together: seconds to make.</summary>
    public const long MostPixelValues = 1L << 28;

    private const int Noise = 48;
    private const int LeastContrast = 64;
    private static readonly string[] s_names =
        ["rows", "columns", "diagonals", "checkers", "disc", "ring", "square", "frame", "plus", "cross"];

    /// <summary>The corpus of a job's data options.</summary>
    /// <exception cref="DataException">The sizes cannot be made; the message names the option.</exception>
    /// <exception cref="OperationCanceledException">A stop was asked for before they were made.</exception>
    public static ImageCorpus Load(ulong seed, ImageDataOptions options, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        Require(options.Classes is >= 2 and <= MostClasses, "classes", options.Classes, $"2 to {MostClasses}");
        Require(options.Channels is 1 or 3, "channels", options.Channels, "1 or 3");
        Require(options.Size is >= SmallestSize and <= 1024, "size", options.Size, $"{SmallestSize} to 1024");
        Require(options.TrainImages >= options.Classes,
            "trainImages", options.TrainImages, $"at least data.images.classes ({options.Classes})");
        return new ImageCorpus(
            Set(seed, "train", options, options.TrainImages, stop),
            Set(seed, "valid", options, options.ValidImages, stop),
            Set(seed, "test", options, options.TestImages, stop),
            s_names[..options.Classes])
        {
            Layout = "generated images",
        };
    }

    private static ImageSet Set(ulong seed, string name, ImageDataOptions options, int count, CancellationToken stop)
    {
        var length = (long)options.Channels * options.Size * options.Size;
        Require(count * length <= Array.MaxLength, name + "Images", count, $"at most {Array.MaxLength / length} of this size");
        var stream = new RandomStream(seed, "generated-images/" + name);
        var (pixels, labels) = (new byte[count * length], new int[count]);
        for (var i = 0; i < count; i++)
        {
            stop.ThrowIfCancellationRequested();
            labels[i] = i % options.Classes;
            Draw(stream, i, labels[i], options.Size, pixels.AsSpan(checked((int)(i * length)), (int)length));
        }

        return new ImageSet(options.Channels, options.Size, options.Size, pixels, labels);
    }

    // Sample 0 of a step holds the shape and the colours, sample 1 the noise.
    private static void Draw(RandomStream stream, long image, int label, int size, Span<byte> planes)
    {
        var shape = new GeneratedShape(
            label,
            CentreRow: (size / 4) + stream.Below((size / 2) + 1, image, 0, 0),
            CentreColumn: (size / 4) + stream.Below((size / 2) + 1, image, 0, 1),
            Radius: (size / 4) + stream.Below((size / 8) + 1, image, 0, 2),
            Period: 2 + stream.Below(Math.Max(1, size / 8), image, 0, 3),
            Phase: stream.Below(size, image, 0, 4));
        var plane = size * size;
        for (var start = 0; start < planes.Length; start += plane)
        {
            var channel = start / plane;
            var back = stream.Below(256, image, 0, 8 + (2 * channel));
            var distance = LeastContrast + stream.Below(128 - LeastContrast, image, 0, 9 + (2 * channel));
            var front = back < 128 ? back + distance : back - distance;
            for (var i = 0; i < plane; i++)
            {
                var noise = (int)(stream.Word(image, 1, start + i) % ((2 * Noise) + 1)) - Noise;
                planes[start + i] = (byte)Math.Clamp((shape.Covers(i / size, i % size) ? front : back) + noise, 0, 255);
            }
        }
    }

    private static void Require(bool holds, string option, int value, string allowed)
    {
        if (!holds)
        {
            throw FolderFiles.Unusable($"Generated images: data.images.{option} is {value}; allowed: {allowed}.");
        }
    }
}

/// <summary>A shape of a class: what is drawn in the second colour.</summary>
internal readonly record struct GeneratedShape(int Class, int CentreRow, int CentreColumn, int Radius, int Period, int Phase)
{
    /// <summary>Whether it covers a pixel.</summary>
    public bool Covers(int row, int column)
    {
        var (down, right) = (Math.Abs(row - CentreRow), Math.Abs(column - CentreColumn));
        var (far, near) = (Math.Max(down, right), Math.Min(down, right));
        var squared = (down * down) + (right * right);
        var (inner, thickness) = (Radius - Math.Max(1, Radius / 3), Math.Max(1, Radius / 3));
        return Class switch
        {
            0 => IsOdd(row),
            1 => IsOdd(column),
            2 => IsOdd(row + column),
            3 => IsOdd(row) != IsOdd(column),
            4 => squared <= Radius * Radius,
            5 => squared <= Radius * Radius && squared > inner * inner,
            6 => far <= Radius,
            7 => far <= Radius && far > inner,
            8 => far <= Radius && near < thickness,
            _ => far <= Radius && far - near < thickness,
        };
    }

    private bool IsOdd(int place) => (((place + Phase) / Period) & 1) == 1;
}
