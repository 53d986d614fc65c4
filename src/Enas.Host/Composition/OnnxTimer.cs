using System.Diagnostics;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Enas.Host.Composition;

/// <summary>Times a model in ONNX Runtime. Only this and <c>enas predict</c> name its types, so that nothing of it is loaded
/// before.</summary>
internal static class OnnxTimer
{
    /// <summary>The median of some runs over one item, in milliseconds, on one thread.</summary>
    /// <param name="warmUp">Runs before, which are not measured.</param>
    /// <param name="repeats">Runs that are measured.</param>
    public static double MedianMs(byte[] model, int warmUp, int repeats)
    {
        using var options = new SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1 };
        using var session = new InferenceSession(model, options);
        NamedOnnxValue[] inputs = [.. session.InputMetadata.Select(input => Zeros(input.Key, input.Value))];
        var times = new double[repeats];
        for (var run = -warmUp; run < repeats; run++)
        {
            var start = Stopwatch.GetTimestamp();
            using (session.Run(inputs))
            {
                if (run >= 0)
                {
                    times[run] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
                }
            }
        }

        Array.Sort(times);
        return (times[(repeats - 1) / 2] + times[repeats / 2]) / 2;
    }

    // Where a length is open, such as the number of items, it is 1.
    private static NamedOnnxValue Zeros(string name, NodeMetadata input)
    {
        int[] shape = [.. input.Dimensions.Select(length => length > 0 ? length : 1)];
        return input.ElementDataType == TensorElementType.Int64
            ? NamedOnnxValue.CreateFromTensor(name, new DenseTensor<long>(shape))
            : NamedOnnxValue.CreateFromTensor(name, new DenseTensor<float>(shape));
    }
}
