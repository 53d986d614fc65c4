using Enas.Backends.Cpu.Kernels;
using Enas.Backends.Cpu.Threads;
using Enas.Pipeline.Tensors;

namespace Enas.Backends.Cpu;

/// <content>Cross-entropy of a tied decoder, in chunks of rows: all logits never exist at once.</content>
internal sealed unsafe partial class CpuScope
{
    private const int DecoderChunkRows = 256;

    /// <inheritdoc />
    public Tensor? TryTiedCrossEntropy(Tensor h, Tensor table, Tensor? bias, ReadOnlySpan<int> targets)
    {
        var (hidden, decoder) = (Use(h, nameof(TryTiedCrossEntropy)), Use(table, nameof(TryTiedCrossEntropy)));
        var shift = bias is null ? null : Use(bias, nameof(TryTiedCrossEntropy));
        if (hidden.Columns != decoder.Columns || (shift is not null && shift.Count != decoder.Rows))
        {
            throw ShapeError(nameof(TryTiedCrossEntropy), hidden, decoder);
        }

        var wanted = CheckedColumns(nameof(TryTiedCrossEntropy), targets.Length, decoder.Rows, targets, lowest: -1);
        var taped = Tapes(hidden) || Tapes(decoder) || (shift is not null && Tapes(shift));
        var chunks = new DecoderChunks(this, hidden, decoder, shift, wanted, taped);
        var result = NewTensor(nameof(TryTiedCrossEntropy), new TensorShape(1, 1));
        *result.Data = (float)chunks.Run();
        if (taped)
        {
            Record(result, () => chunks.AddGradients(*result.Gradient));
        }

        return result;
    }

    /// <summary>
    /// One pass over the rows. With gradients, each chunk's softmax - onehot is used at once for d h and d table, with unit upstream
    /// gradient; the upstream factor is multiplied in when the tape asks.
    /// </summary>
    private sealed class DecoderChunks(CpuScope scope, CpuTensor hidden, CpuTensor decoder, CpuTensor? shift, int[] targets, bool taped)
    {
        private readonly int _words = decoder.Rows;
        private readonly int _width = decoder.Columns;
        private readonly double[] _losses = new double[targets.Length];
        private float* _dHidden;
        private float* _dDecoder;
        private float* _dShift;

        public double Run()
        {
            var logits = scope.Allocate((long)Math.Min(DecoderChunkRows, targets.Length) * _words);
            var packed = PackedMatrix.Pack(scope.Pool, View(decoder, decoder.Data, true), _width, _words, scope.Allocate(PackedMatrix.Size(_width, _words)));
            var backward = default(PackedMatrix);
            if (taped)
            {
                backward = PackedMatrix.Pack(scope.Pool, View(decoder, decoder.Data, false), _words, _width, scope.Allocate(PackedMatrix.Size(_words, _width)));
                _dHidden = scope.Allocate(hidden.Count);
                _dDecoder = scope.Allocate(decoder.Count);
                _dShift = shift is null ? null : Cleared(shift.Count);
            }

            for (var start = 0; start < targets.Length; start += DecoderChunkRows)
            {
                Chunk(start, Math.Min(DecoderChunkRows, targets.Length - start), logits, packed, backward);
            }

            var sum = 0.0;
            foreach (var loss in _losses)
            {
                sum += loss;
            }

            return sum;
        }

        public void AddGradients(float upstream)
        {
            Add(hidden, _dHidden, upstream);
            Add(decoder, _dDecoder, upstream);
            if (shift is not null)
            {
                Add(shift, _dShift, upstream);
            }
        }

        private void Chunk(int start, int rows, float* logits, PackedMatrix packed, PackedMatrix backward)
        {
            var states = hidden.Data + ((nint)start * _width);
            scope.Gemm.Multiply(rows, new MatrixView(states, _width), packed, logits, _words, accumulate: false);
            var parts = Math.Min(scope.Pool.ThreadCount, rows);
            scope.Pool.Run(parts, part =>
            {
                var (from, to) = StaticSplit.Range(rows, 1, part, parts);
                for (var row = from; row < to; row++)
                {
                    _losses[start + row] = Row(logits + ((nint)row * _words), targets[start + row]);
                }
            });
            if (!taped)
            {
                return;
            }

            scope.Gemm.Multiply(rows, new MatrixView(logits, _words), backward, _dHidden + ((nint)start * _width), _width, accumulate: false);
            scope.Gemm.Multiply(_words, _width, rows, new MatrixView(logits, _words, transposed: true), new MatrixView(states, _width), _dDecoder, _width, accumulate: start > 0);
            if (shift is not null)
            {
                var columnParts = scope.Pool.ThreadCount;
                scope.Pool.Run(columnParts, part =>
                {
                    var (from, to) = StaticSplit.Range(_words, Lanes.Count, part, columnParts);
                    Reductions.AddColumnSums(logits, rows, _words, 1f, _dShift, from, to);
                });
            }
        }

        /// <summary>The loss of one row; the row becomes its own gradient.</summary>
        private double Row(float* row, int target)
        {
            if (target < 0)
            {
                new Span<float>(row, _words).Clear();
                return 0;
            }

            if (shift is not null)
            {
                ElementWise.Flat(new AddScaledOperation(1f), row, shift.Data, shift.Data, _words);
            }

            return taped ? SoftmaxRows.CrossEntropyInPlace(row, _words, target) : SoftmaxRows.CrossEntropy(row, _words, target, out _, out _);
        }

        private void Add(CpuTensor tensor, float* gradient, float upstream)
        {
            if (!scope.Tapes(tensor))
            {
                return;
            }

            if (tensor.Gradient == null)
            {
                ElementWise.Run(scope.Pool, new ScaleOperation(upstream), gradient, gradient, gradient, tensor.Count);
                scope.SetGradient(tensor, gradient);
                return;
            }

            ElementWise.Run(scope.Pool, new AddScaledOperation(upstream), tensor.Gradient, gradient, gradient, tensor.Count);
        }

        private float* Cleared(long count)
        {
            var values = scope.Allocate(count);
            new Span<float>(values, (int)count).Clear();
            return values;
        }
    }
}
