using Enas.Pipeline.Ports;
using Enas.Storage.Checkpoints;
using Enas.Storage.Files;

namespace Enas.Storage.Export;

/// <summary>Weights as a safetensors file for other programs, in the same layout as a checkpoint.</summary>
internal static class SafetensorsExport
{
    /// <summary>Writes texts, as metadata, and tensors.</summary>
    /// <exception cref="ArgumentException">A name twice or reserved, or a tensor whose shape is not its size.</exception>
    public static void Write(Stream stream, Checkpoint weights)
    {
        var (header, tensors) = SafetensorsHeader.Of(weights);
        SafetensorsFile.Write(new StreamSink(stream), header, tensors);
    }

    private sealed class StreamSink(Stream stream) : IByteSink
    {
        public void Write(ReadOnlySpan<byte> bytes) => stream.Write(bytes);
    }
}
