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

        var wanted = CheckedColumns(nameof(TryTiedCrossEntropy), hidden.Rows, decoder.Rows, targets, lowest: -1);
        var taped = Tapes(hidden) || Tapes(decoder) || (shift is not null && Tapes(shift));
        var chunks = new DecoderChunks(this, hidden, decoder, shift, wanted, taped);
        var result = NewTensor(nameof(TryTiedCrossEntropy), new TensorShape(1, 1));
        *result.Data = (float)chunks.Run();
        if (taped)
        {
            Record(result, new DecoderNode(chunks));
        }

        return result;
    }

    /// <summary>
    /// One pass over the rows. With gradients, each chunk's softmax - onehot is used at once for d h and d table, with unit upstream
    /// gradient; the upstream factor is multiplied in when the tape asks.
    /// </summary>
    private readonly struct DecoderChunks
    {
        private readonly CpuScope _scope;
        private readonly CpuTensor _hidden;
        private readonly CpuTensor _decoder;
        private readonly CpuTensor? _shift;
        private readonly bool _taped;
        private readonly int _words;
        private readonly int _width;
        private readonly int _rows;
        private readonly int* _targets;
        private readonly double* _losses;
        private readonly float* _dHidden;
        private readonly float* _dDecoder;
        private readonly float* _dShift;

        public DecoderChunks(CpuScope scope, CpuTensor hidden, CpuTensor decoder, CpuTensor? shift, int* targets, bool taped)
        {
            (_scope, _hidden, _decoder, _shift, _taped) = (scope, hidden, decoder, shift, taped);
            (_words, _width, _rows) = (decoder.Rows, decoder.Columns, hidden.Rows);
            _targets = targets;
            _losses = scope.Doubles(hidden.Rows);
            if (taped)
            {
                _dHidden = scope.Allocate(hidden.Count);
                _dDecoder = scope.Allocate(decoder.Count);
                _dShift = shift is null ? null : scope.ZeroedRoom(shift.Count);
            }
        }

        public double Run()
        {
            var logits = _scope.Allocate((long)Math.Min(DecoderChunkRows, _rows) * _words);
            var packed = PackedMatrix.Pack(
                _scope.Pool, View(_decoder, _decoder.Data, true), _width, _words, _scope.Allocate(PackedMatrix.Size(_width, _words)));
            var backward = default(PackedMatrix);
            if (_taped)
            {
                backward = PackedMatrix.Pack(
                    _scope.Pool, View(_decoder, _decoder.Data, false), _words, _width, _scope.Allocate(PackedMatrix.Size(_words, _width)));
            }

            for (var start = 0; start < _rows; start += DecoderChunkRows)
            {
                Chunk(start, Math.Min(DecoderChunkRows, _rows - start), logits, packed, backward);
            }

            return SumInOrder(_losses, _rows);
        }

        public void AddGradients(float upstream)
        {
            Add(_hidden, _dHidden, upstream);
            Add(_decoder, _dDecoder, upstream);
            if (_shift is not null)
            {
                Add(_shift, _dShift, upstream);
            }
        }

        private void Chunk(int start, int rows, float* logits, PackedMatrix packed, PackedMatrix backward)
        {
            var states = _hidden.Data + ((nint)start * _width);
            _scope.Gemm.Multiply(rows, new MatrixView(states, _width), packed, logits, _words, accumulate: false);
            var losses = new ChunkLosses(this, start, rows, logits, Math.Min(_scope.Pool.ThreadCount, rows));
            _scope.Pool.Run(losses.Parts, ref losses);
            if (!_taped)
            {
                return;
            }

            _scope.Gemm.Multiply(rows, new MatrixView(logits, _words),
                backward, _dHidden + ((nint)start * _width), _width, accumulate: false);
            _scope.Gemm.Multiply(_words, _width, rows,
                new MatrixView(logits, _words, transposed: true), new MatrixView(states, _width), _dDecoder, _width, accumulate: start > 0);
            if (_shift is not null)
            {
                var sums = new ColumnSums(logits, rows, _words, _dShift, _scope.Pool.ThreadCount);
                _scope.Pool.Run(sums.Parts, ref sums);
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

            var offset = _shift is null ? null : _shift.Data;
            if (_taped)
            {
                return SoftmaxRows.ShiftedCrossEntropyInPlace(row, offset, _words, target);
            }

            if (offset != null)
            {
                ElementWise.Flat(new AddOperation(), row, row, offset, _words);
            }

            return SoftmaxRows.CrossEntropy(row, _words, target, out _, out _);
        }

        private void Add(CpuTensor tensor, float* gradient, float upstream)
        {
            if (!_scope.Tapes(tensor))
            {
                return;
            }

            if (tensor.Gradient == null)
            {
                ElementWise.Run(_scope.Pool, new ScaleOperation(upstream), gradient, gradient, gradient, tensor.Count);
                _scope.SetGradient(tensor, gradient);
                return;
            }

            ElementWise.Run(_scope.Pool, new AddScaledOperation(upstream), tensor.Gradient, gradient, gradient, tensor.Count);
        }

        private readonly struct ChunkLosses(DecoderChunks chunks, int start, int rows, float* logits, int parts) : IParallelBody
        {
            private readonly float* _logits = logits;

            public int Parts => parts;

            public void Run(int part)
            {
                var (from, to) = StaticSplit.Range(rows, 1, part, parts);
                for (var row = from; row < to; row++)
                {
                    chunks._losses[start + row] = chunks.Row(_logits + ((nint)row * chunks._words), chunks._targets[start + row]);
                }
            }
        }

        private readonly struct ColumnSums(float* values, int rows, int columns, float* total, int parts) : IParallelBody
        {
            private readonly float* _values = values;
            private readonly float* _total = total;

            public int Parts => parts;

            public void Run(int part)
            {
                var (from, to) = StaticSplit.Range(columns, Lanes.Count, part, parts);
                Reductions.AddColumnSums(_values, rows, columns, 1f, _total, from, to);
            }
        }
    }

    private readonly struct DecoderNode(DecoderChunks chunks) : ITapeNode
    {
        public void Backward(CpuScope scope, CpuTensor result) => chunks.AddGradients(*result.Gradient);
    }
}
