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
        var (images, taps, step) = (input.Values, w.Values, options.Dilation);
        ForEachRun(x.Shape, weight.Shape, shape, options, (y, at, tap, count) =>
        {
            var sum = values[y];
            for (var end = tap + count; tap < end; tap++, at += step)
            {
                sum += images[at] * taps[tap];
            }

            values[y] = sum;
        });
        return Record(shape, values, [input, w], result => ForEachRun(x.Shape, weight.Shape, shape, options, (y, at, tap, count) =>
        {
            for (var (d, end) = (result.Gradient![y], tap + count); tap < end; tap++, at += step)
            {
                Accumulate(input, at, d * taps[tap]);
                Accumulate(w, tap, d * images[at]);
            }
        }));
    }

    public Tensor MaxPool2d(Tensor x, PoolingOptions options)
    {
        var input = (ReferenceTensor)x;
        var images = input.Values;
        var winners = Windows(x.Shape, options).Select(window =>
        {
            var best = window[0];
            foreach (var at in window)
            {
                best = images[at] > images[best] ? at : best;
            }

            return best;
        }).ToArray();
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
        var byChannel = Columns(columns);
        var means = byChannel.Select(c => c.Average()).ToArray();
        var variances = byChannel.Select((c, j) => c.Average(v => (v - means[j]) * (v - means[j]))).ToArray();
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
        var window = new List<int>(options.Size * options.Size);
        for (var i = 0; i < shape.ElementCount; i++)
        {
            var (plane, row, column) = (i / (shape[2] * shape[3]), i / shape[3] % shape[2], i % shape[3]);
            window.Clear();
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

    /// <summary>Visits the products of a convolution, those of neighbouring columns of a kernel at once.</summary>
    /// <param name="x">Shape of the input.</param>
    /// <param name="w">Shape of the weight.</param>
    /// <param name="y">Shape of the result.</param>
    /// <param name="options">Stride, dilation, groups and padding.</param>
    /// <param name="visit">Takes the index of a result, the first index into the input, whose next is one dilation further, the first
    /// index into the weight, and the number of products.</param>
    private static void ForEachRun(
        TensorShape x, TensorShape w, TensorShape y, ConvolutionOptions options, Action<int, int, int, int> visit)
    {
        var (channels, height, width) = (x[1], x[2], x[3]);
        var (inputs, rows, columns) = (w[1], w[2], w[3]);
        var (stride, dilation, padding) = (options.Stride, options.Dilation, options.PaddingBefore);
        var outputsOfGroup = y[1] / options.Groups;
        for (var i = 0; i < y.ElementCount; i++)
        {
            var (image, output, row, column) = (i / (y[1] * y[2] * y[3]), i / (y[2] * y[3]) % y[1], i / y[3] % y[2], i % y[3]);
            var (top, left) = ((row * stride) - padding, (column * stride) - padding);
            var first = left >= 0 ? 0 : (dilation - 1 - left) / dilation;
            var count = Math.Min(columns, left >= width ? 0 : ((width - 1 - left) / dilation) + 1) - first;
            for (var line = 0; line < inputs * rows; line++)
            {
                var r = top + (line % rows * dilation);
                if (r >= 0 && r < height && count > 0)
                {
                    var plane = (image * channels) + (output / outputsOfGroup * inputs) + (line / rows);
                    var (at, tap) = ((((plane * height) + r) * width) + left, ((output * inputs * rows) + line) * columns);
                    visit(i, at + (first * dilation), tap + first, count);
                }
            }
        }
    }
}
