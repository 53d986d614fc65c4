using Enas.Pipeline.Ports;

namespace Enas.Storage.Runs;

/// <summary>How a program runs searches; nothing here is part of a search. The section <c>Enas</c> of its configuration sets it.</summary>
public sealed class EnasOptions
{
    /// <summary>The folder that searches without a folder of their own go to.</summary>
    public string Runs { get; set; } = "runs";

    /// <summary>The backend that trains weights, by name; null for the first that was added.</summary>
    public string? Backend { get; set; }

    /// <summary>Its device, such as <c>cuda:0</c>; null for its own choice.</summary>
    public string? Device { get; set; }

    /// <summary>Its threads; null for its own choice. No result of the exact backend depends on them.</summary>
    public int? Threads { get; set; }

    /// <summary>Makes the decoder of image files, for jobs whose data are folders of PNG or JPEG files; null where there are
    /// none.</summary>
    public Func<IImageDecoder>? ImageDecoder { get; set; }

    /// <summary>Times an exported network (ONNX, runs before, runs that count; milliseconds), for jobs that limit latency; null
    /// where there are none.</summary>
    public Func<byte[], int, int, double>? NetworkTimer { get; set; }
}
