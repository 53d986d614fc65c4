using System.Globalization;
using System.Runtime.InteropServices;

namespace Enas.Pipeline.Networks.Onnx;

/// <summary>
/// An ONNX graph under construction (onnx.proto, GraphProto). A dimension below 0 is dynamic and named; names of values are unique within
/// the model, so a graph inside another may read what the outer one has.
/// </summary>
/// <param name="name">The graph's name, which its values begin with.</param>
internal sealed class OnnxGraph(string name)
{
    /// <summary>The elements' type float32 in ONNX.</summary>
    public const int Float32 = 1;

    /// <summary>The elements' type uint8 in ONNX.</summary>
    public const int UInt8 = 2;

    /// <summary>The elements' type int64 in ONNX.</summary>
    public const int Int64 = 7;

    private readonly List<ProtobufMessage> _nodes = [];
    private readonly SortedDictionary<string, ProtobufMessage> _initializers = new(StringComparer.Ordinal);
    private readonly List<ProtobufMessage> _inputs = [];
    private readonly List<ProtobufMessage> _outputs = [];

    /// <summary>Adds an input; returns its name.</summary>
    public string Input(string value, int elementType, params IReadOnlyList<object> dimensions)
    {
        _inputs.Add(Description(value, elementType, dimensions));
        return value;
    }

    /// <summary>Makes a value an output under a name of its own.</summary>
    public void Output(string value, string outputName, int elementType, params IReadOnlyList<object> dimensions)
    {
        AddNode("Identity", [value], [outputName]);
        _outputs.Add(Description(outputName, elementType, dimensions));
    }

    /// <summary>A constant of float32; the same name is added once.</summary>
    public string Constant(string key, IReadOnlyList<int> shape, ReadOnlySpan<float> values) =>
        Constant(key, Float32, shape, MemoryMarshal.AsBytes(values));

    /// <summary>A constant of int64.</summary>
    public string Constant(string key, params long[] values) =>
        Constant(key, Int64, [values.Length], MemoryMarshal.AsBytes(values.AsSpan()));

    /// <summary>Adds a node with one output; returns the output's name.</summary>
    public string Node(string operation, IReadOnlyList<string> inputs, params IEnumerable<OnnxAttribute> attributes)
    {
        var output = string.Create(CultureInfo.InvariantCulture, $"{name}/{_nodes.Count}/{operation}");
        AddNode(operation, inputs, [output], attributes);
        return output;
    }

    /// <summary>Adds a node with several outputs; returns their names.</summary>
    public string[] Node(string operation, int outputs, IReadOnlyList<string> inputs, params IEnumerable<OnnxAttribute> attributes)
    {
        string[] names = [.. Enumerable.Range(0, outputs)
            .Select(output => string.Create(CultureInfo.InvariantCulture, $"{name}/{_nodes.Count}/{operation}/{output}"))];
        AddNode(operation, inputs, names, attributes);
        return names;
    }

    /// <summary>Its message.</summary>
    public ProtobufMessage ToMessage()
    {
        var message = new ProtobufMessage();
        _nodes.ForEach(node => message.Message(1, node));
        message.Text(2, name);
        foreach (var initializer in _initializers.Values)
        {
            message.Message(5, initializer);
        }

        _inputs.ForEach(input => message.Message(11, input));
        _outputs.ForEach(output => message.Message(12, output));
        return message;
    }

    private void AddNode(string operation,
        IReadOnlyList<string> inputs, IReadOnlyList<string> outputs, params IEnumerable<OnnxAttribute> attributes)
    {
        var node = new ProtobufMessage();
        foreach (var input in inputs)
        {
            node.Text(1, input);
        }

        foreach (var output in outputs)
        {
            node.Text(2, output);
        }

        node.Text(3, outputs[0]).Text(4, operation);
        foreach (var attribute in attributes)
        {
            node.Message(5, attribute.Message);
        }

        _nodes.Add(node);
    }

    // TensorProto; raw data is little-endian, which every machine that runs this is.
    private string Constant(string key, int elementType, IReadOnlyList<int> shape, ReadOnlySpan<byte> data)
    {
        if (!_initializers.ContainsKey(key))
        {
            var tensor = new ProtobufMessage();
            foreach (var dimension in shape)
            {
                tensor.Integer(1, dimension);
            }

            _initializers.Add(key, tensor.Integer(2, elementType).Text(8, key).Bytes(9, data));
        }

        return key;
    }

    // ValueInfoProto: a dimension is a number, or the name of one that is only known at run time.
    private static ProtobufMessage Description(string value, int elementType, IReadOnlyList<object> dimensions)
    {
        var shape = new ProtobufMessage();
        foreach (var dimension in dimensions)
        {
            shape.Message(1, dimension is string symbol
                ? new ProtobufMessage().Text(2, symbol) : new ProtobufMessage().Integer(1, (int)dimension));
        }

        var tensor = new ProtobufMessage().Integer(1, elementType).Message(2, shape);
        return new ProtobufMessage().Text(1, value).Message(2, new ProtobufMessage().Message(1, tensor));
    }
}
