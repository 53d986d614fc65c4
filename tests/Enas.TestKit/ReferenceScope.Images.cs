using Enas.Pipeline.Tensors;

namespace Enas.TestKit;

/// <content>Operations on images [N, C, H, W], by their definitions.</content>
internal sealed partial class ReferenceScope
{
    public Tensor Reshape(Tensor a, TensorShape shape)
    {
        var x = (ReferenceTensor)a;
        return Gather(shape, i => (x, i), [x]);
    }

    public Tensor Conv2d(Tensor x, Tensor weight, ConvolutionOptions options)
    {
        var (input, w) = ((ReferenceTensor)x, (ReferenceTensor)weight);
        var shape = new TensorShape(
            x.Shape[0], weight.Shape[0], options.OutputSize(x.Shape[2], weight.Shape[2]), options.OutputSize(x.Shape[3], weight.Shape[3]));
        var values = new double[shape.ElementCount];
        ForEachTerm(x.Shape, weight.Shape, shape, options, (y, at, tap) => values[y] += input.Values[at] * w.Values[tap]);
        return Record(shape, values, [input, w], result => ForEachTerm(x.Shape, weight.Shape, shape, options, (y, at, tap) =>
        {
            Accumulate(input, at, result.Gradient![y] * w.Values[tap]);
            Accumulate(w, tap, result.Gradient![y] * input.Values[at]);
        }));
    }

    public Tensor MaxPool2d(Tensor x, PoolingOptions options)
    {
        var input = (ReferenceTensor)x;
        var winners = Windows(x.Shape, options).Select(window => window.MaxBy(at => input.Values[at])).ToArray();
        return Gather(Pooled(x.Shape, options), i => (input, winners[i]), [input]);
    }

    public Tensor AveragePool2d(Tensor x, PoolingOptions options, bool countPadding = false)
    {
        var input = (ReferenceTensor)x;
        var windows = Windows(x.Shape, options).ToArray();
        double Size(int i) => countPadding ? options.Size * options.Size : windows[i].Length;
        var values = windows.Select((window, i) => window.Sum(at => input.Values[at]) / Size(i)).ToArray();
        return Record(Pooled(x.Shape, options), values, [input], result => ForEach(result, (i, d) =>
        {
            foreach (var at in windows[i])
            {
                Accumulate(input, at, d / Size(i));
            }
        }));
    }

    public Tensor GlobalAveragePool(Tensor x)
    {
        var input = (ReferenceTensor)x;
        var area = x.Shape[2] * x.Shape[3];
        var values = Enumerable.Range(0, x.Shape[0] * x.Shape[1])
            .Select(plane => input.Values.Skip(plane * area).Take(area).Average()).ToArray();
        return Record(new TensorShape(x.Shape[0], x.Shape[1]), values, [input], result =>
        {
            for (var i = 0; i < input.Values.Length; i++)
            {
                Accumulate(input, i, result.Gradient![i / area] / area);
            }
        });
    }

    public BatchNormImagesResult BatchNormImages(Tensor x, Tensor gamma, Tensor beta, float epsilon, bool rectify = false)
    {
        // By column of [N·H·W, C], for which there is an operation already.
        var input = (ReferenceTensor)x;
        var (channels, area) = (x.Shape[1], x.Shape[2] * x.Shape[3]);
        var places = Enumerable.Range(0, input.Values.Length)
            .Select(i => (Row: (i / (channels * area) * area) + (i % area), Channel: i / area % channels)).ToArray();
        var there = new int[places.Length];
        for (var i = 0; i < places.Length; i++)
        {
            there[(places[i].Row * channels) + places[i].Channel] = i;
        }

        var columns = (ReferenceTensor)Gather(new TensorShape(places.Length / channels, channels), i => (input, there[i]), [input]);
        var means = Columns(columns).Select(c => c.Average()).ToArray();
        var variances = Columns(columns).Select((c, j) => c.Average(v => (v - means[j]) * (v - means[j]))).ToArray();
        var normal = (ReferenceTensor)BatchNorm(columns, gamma, beta, epsilon);
        var output = Gather(x.Shape, i => (normal, (places[i].Row * channels) + places[i].Channel), [normal]);
        return new BatchNormImagesResult(
            rectify ? Relu(output) : output,
            Result(new TensorShape(1, channels), means, needsGradient: false),
            Result(new TensorShape(1, channels), variances, needsGradient: false));
    }

    public Tensor NormalizeImages(Tensor x, Tensor gamma, Tensor beta, Tensor mean, Tensor variance, float epsilon, bool rectify = false)
    {
        var (input, g, b) = ((ReferenceTensor)x, (ReferenceTensor)gamma, (ReferenceTensor)beta);
        var (m, v) = (((ReferenceTensor)mean).Values, ((ReferenceTensor)variance).Values);
        int Channel(int i) => i / (x.Shape[2] * x.Shape[3]) % x.Shape[1];
        double Inverse(int i) => 1 / Math.Sqrt(v[Channel(i)] + epsilon);
        double Normal(int i) => (input.Values[i] - m[Channel(i)]) * Inverse(i);
        var values = Enumerable.Range(0, input.Values.Length)
            .Select(i => (g.Values[Channel(i)] * Normal(i)) + b.Values[Channel(i)]).ToArray();
        var output = Record(x.Shape, values, [input, g, b], result => ForEach(result, (i, d) =>
        {
            Accumulate(input, i, d * g.Values[Channel(i)] * Inverse(i));
            Accumulate(g, Channel(i), d * Normal(i));
            Accumulate(b, Channel(i), d);
        }));
        return rectify ? Relu(output) : output;
    }

    public void UpdateAverage(Tensor average, Tensor value, float weight) => backend.Lerp(average, value, weight);

    private static TensorShape Pooled(TensorShape x, PoolingOptions options) =>
        new(x[0], x[1], options.OutputSize(x[2]), options.OutputSize(x[3]));

    /// <summary>For each pooled element, the elements inside the image that its window covers, in row order.</summary>
    private static IEnumerable<int[]> Windows(TensorShape x, PoolingOptions options)
    {
        var shape = Pooled(x, options);
        for (var i = 0; i < shape.ElementCount; i++)
        {
            var (plane, row, column) = (i / (shape[2] * shape[3]), i / shape[3] % shape[2], i % shape[3]);
            var window = new List<int>();
            for (var p = 0; p < options.Size * options.Size; p++)
            {
                var r = (row * options.Stride) - options.PaddingBefore + (p / options.Size);
                var c = (column * options.Stride) - options.PaddingBefore + (p % options.Size);
                if (r >= 0 && r < x[2] && c >= 0 && c < x[3])
                {
                    window.Add((((plane * x[2]) + r) * x[3]) + c);
                }
            }

            yield return [.. window];
        }
    }

    /// <summary>Visits every product of a convolution: indices into the result, the input and the weight.</summary>
    private static void ForEachTerm(TensorShape x, TensorShape w, TensorShape y, ConvolutionOptions options, Action<int, int, int> visit)
    {
        var outputsOfGroup = y[1] / options.Groups;
        for (var i = 0; i < y.ElementCount; i++)
        {
            var (image, output, row, column) = (i / (y[1] * y[2] * y[3]), i / (y[2] * y[3]) % y[1], i / y[3] % y[2], i % y[3]);
            for (var tap = 0; tap < w[1] * w[2] * w[3]; tap++)
            {
                var channel = (output / outputsOfGroup * w[1]) + (tap / (w[2] * w[3]));
                var r = (row * options.Stride) + (tap / w[3] % w[2] * options.Dilation) - options.PaddingBefore;
                var c = (column * options.Stride) + (tap % w[3] * options.Dilation) - options.PaddingBefore;
                if (r >= 0 && r < x[2] && c >= 0 && c < x[3])
                {
                    visit(i, (((((image * x[1]) + channel) * x[2]) + r) * x[3]) + c, (output * w[1] * w[2] * w[3]) + tap);
                }
            }
        }
    }
}
