namespace Enas.Pipeline.Networks.Onnx;

/// <summary>An attribute of an ONNX node (onnx.proto, AttributeProto).</summary>
internal sealed class OnnxAttribute
{
    private const int NameField = 1;
    private const int TypeField = 20;

    private OnnxAttribute(string name, int type, Action<ProtobufMessage> write)
    {
        Message = new ProtobufMessage().Text(NameField, name);
        write(Message);
        Message.Integer(TypeField, type);
    }

    /// <summary>Its message.</summary>
    public ProtobufMessage Message { get; }

    /// <summary>A float.</summary>
    public static OnnxAttribute Of(string name, float value) => new(name, 1, message => message.Float(2, value));

    /// <summary>An integer.</summary>
    public static OnnxAttribute Of(string name, long value) => new(name, 2, message => message.Integer(3, value));

    /// <summary>A graph.</summary>
    public static OnnxAttribute Of(string name, OnnxGraph graph) => new(name, 5, message => message.Message(6, graph.ToMessage()));

    /// <summary>Integers.</summary>
    public static OnnxAttribute Of(string name, params IEnumerable<long> values) => new(name, 7, message =>
    {
        foreach (var value in values)
        {
            message.Integer(8, value);
        }
    });
}
